/**
 * Where Posthorn may send requests to: which spellings of a URL are accepted, and which addresses are refused once the
 * name is resolved (server-side request forgery, OWASP API7:2023).
 *
 * <p>Plain rules, without I/O. {@link dev.posthorn.foundation.egress.UrlRules} serves when an endpoint is written,
 * {@link dev.posthorn.foundation.egress.AddressRules} at every single attempt.
 */
package dev.posthorn.foundation.egress;
