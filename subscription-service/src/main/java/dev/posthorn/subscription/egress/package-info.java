/** From where requests to tenants come. Where they may go is {@link dev.posthorn.foundation.egress}'s. */
package dev.posthorn.subscription.egress;
