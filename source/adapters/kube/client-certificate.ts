import { X509Certificate } from 'node:crypto';

/** What a client certificate says about itself. */
export type ClientCertificate = {
	/** `system:node:NAME` for a kubelet. */
	commonName?: string;
	/** Milliseconds since the epoch. */
	notAfter: number;
};

/** Reads the first certificate of a PEM text (a kubelet's file holds its key too); `undefined` when there is none. */
export function readClientCertificate(pem: string | Buffer | undefined): ClientCertificate | undefined {
	if (pem === undefined) return undefined;
	try {
		const certificate = new X509Certificate(pem);
		const notAfter = Date.parse(certificate.validTo);
		const commonName = certificate.subject?.match(/^CN=(.*)$/m)?.[1];
		return Number.isNaN(notAfter) ? undefined : { commonName, notAfter };
	} catch {
		// whether the server accepts it is the server's to say
		return undefined;
	}
}
