/**
 * How requests are read as JSON, the same in every service: strictly, so that a wrong type, an unknown field or a
 * character that a database cannot hold is answered with the field's name instead of being bent into something else.
 *
 * <p>Messages between services are not read here; see {@link dev.posthorn.contracts.ContractsJson}.
 */
package dev.posthorn.foundation.json;
