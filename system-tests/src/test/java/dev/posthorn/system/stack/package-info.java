/**
 * The running product, as the tests hold it: started once with {@code ./posthorn up}, reached through its public addresses
 * only, disturbed by signals to its processes and by the launcher's own commands.
 */
package dev.posthorn.system.stack;
