package dev.posthorn.delivery.event;

import java.util.List;

/**
 * An event as a publisher wrote it.
 *
 * @param id the publisher's own; null when it gave none
 * @param payload the JSON value's bytes, untouched
 */
record Draft(String type, byte[] payload, String id, List<String> channels) {}
