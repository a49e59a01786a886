/** Load on the running stack, and the account that is given of it afterwards: what was promised, sent, and sent twice. */
package dev.posthorn.system.load;
