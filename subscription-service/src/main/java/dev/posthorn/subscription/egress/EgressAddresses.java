package dev.posthorn.subscription.egress;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.List;

/** Where requests to tenants come from. */
public record EgressAddresses(
        @Schema(
                description = "In CIDR notation; empty when the operator names none",
                examples = "[\"198.51.100.0/28\", \"2001:db8:7::/64\"]")
        List<String> addresses) {}
