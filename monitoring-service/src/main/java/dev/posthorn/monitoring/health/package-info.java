/**
 * How each endpoint of a tenant is doing right now, in one word and a few numbers.
 *
 * <p>Puts together what {@code statistics} counted, what {@code alert} says and what the catalog knows. It stores nothing.
 */
package dev.posthorn.monitoring.health;
