/**
 * The ids of Posthorn's things: TypeIDs, that is a UUIDv7 (RFC 9562 §5.7) written with a prefix that names its kind.
 *
 * <p>An id's leading 48 bits are the moment it was made, in milliseconds, so ids sort by age; the ledger partitions by
 * them. This package never says what an id belongs to.
 */
package dev.posthorn.foundation.id;
