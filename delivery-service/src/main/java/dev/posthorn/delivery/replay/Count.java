package dev.posthorn.delivery.replay;

/**
 * How many deliveries a replay is about.
 *
 * @param exact false for an estimate
 */
record Count(long matched, boolean exact) {}
