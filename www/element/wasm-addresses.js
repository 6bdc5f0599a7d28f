/** The addresses of both pieces of the module, as a bundler gives them: for `init()`, a preload or a host of one's own. */
import { ownLatePiece, ownModule } from './host.js';

/** The first piece. */
export const moduleUrl = ownModule().href;
/** The piece that is fetched after the first picture. */
export const lateUrl = ownLatePiece().href;
export default moduleUrl;
