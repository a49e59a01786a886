/**
 * The operator's customers. This package owns their names, contacts and ids, and says when one is deleted; what else
 * belongs to a tenant is deleted by those who own it, on the event {@link
 * dev.posthorn.subscription.tenant.TenantDeleted}.
 *
 * <p>A tenant's id is never given again: its events and attempts live on under it in other services until they run out.
 */
package dev.posthorn.subscription.tenant;
