/**
 * The commands of {@code ./posthorn}, and what the local stack consists of: which parts, on which ports, with which
 * settings, and where they keep their data.
 *
 * <p>The script finds a JDK and builds; everything after that is here. The parts' settings are the contract with the
 * services: environment variables, as in any other deployment.
 */
package dev.posthorn.local.launcher;
