/** Where both pieces of the module are, as the bundler that packs this has it. */

/** The first piece: what `init()` takes. */
export const moduleUrl: string;
/** The late piece: what `init()` takes in the second place. */
export const lateUrl: string;
export default moduleUrl;
