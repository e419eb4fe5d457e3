/** The addresses that the network plugin gives to pods: one after another, none twice. */
export type AddressPool = { take(): string };

export function createAddressPool(): AddressPool {
	let next = 2;
	return {
		take() {
			const number = next++;
			return `10.244.${(number >> 8) & 255}.${number & 255}`;
		},
	};
}
