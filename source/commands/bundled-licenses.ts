/** A licence, and the packages in this program that have it. */
export type BundledLicense = {
	/** `NAME VERSION`, each. */
	packages: readonly string[];
	/** As the packages bring it; of those that bring none, what their package.json says. */
	text: string;
};

/** What is bundled. `source/build` puts another module in the place of this one; where the source runs as it is, nothing is. */
export const bundledLicenses: readonly BundledLicense[] = [];
