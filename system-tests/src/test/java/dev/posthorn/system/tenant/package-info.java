/** A tenant of the running stack and what it owns, made and read through the public API. */
package dev.posthorn.system.tenant;
