/** The version of the package; a test compares it with both manifests. */
export const version = '0.1.0';
