/**
 * The one shape in which every service answers what went wrong, and the closed list of its codes.
 *
 * <p>Features throw {@link dev.posthorn.foundation.error.ApiException}; {@link
 * dev.posthorn.foundation.error.ErrorMappers} turns it, and everything that Quarkus itself throws, into that shape.
 * Nothing else writes error answers.
 */
package dev.posthorn.foundation.error;
