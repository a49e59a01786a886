package dev.posthorn.subscription.tenant;

import dev.posthorn.foundation.id.TenantId;

import java.time.Instant;

/** A tenant is being deleted. Observed in the transaction that deletes it, with the tenant's row locked. */
public record TenantDeleted(TenantId tenant, Instant at) {}
