/** The addresses that the network plugin gives to pods: one after another, none twice. */
export type AddressPool = {
	take(): string;
	/** Its books are lost: an address that is in use is given away once more. */
	forget(address: string): void;
};

export function createAddressPool(): AddressPool {
	let next = 2;
	const forgotten: string[] = [];
	return {
		take() {
			const again = forgotten.shift();
			if (again !== undefined) return again;
			const number = next++;
			return `10.244.${(number >> 8) & 255}.${number & 255}`;
		},
		forget: (address) => void forgotten.push(address),
	};
}
