package dev.posthorn.local.demo;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The kinds of events of the demo: how they are described, and one of each made up. */
enum SampleEvent {
    ORDER_CREATED("order.created", "orders", "A customer has placed an order.") {
        @Override
        Map<String, Object> payload(RandomGenerator random) {
            return Map.of(
                    "orderId", id("ord", random),
                    "customer", pick(CUSTOMERS, random),
                    "amount", cents(random),
                    "currency", "EUR");
        }

        @Override
        Map<String, Object> properties() {
            return Map.of(
                    "orderId",
                    TEXT,
                    "customer",
                    TEXT,
                    "amount",
                    Map.of("type", "number", "minimum", 0),
                    "currency",
                    Map.of("type", "string", "pattern", "^[A-Z]{3}$"));
        }
    },
    ORDER_SHIPPED("order.shipped", "orders", "An order has left the warehouse.") {
        @Override
        Map<String, Object> payload(RandomGenerator random) {
            return Map.of(
                    "orderId", id("ord", random),
                    "carrier", pick(List.of("DHL", "UPS", "PostNL"), random),
                    "trackingNumber", id("trk", random));
        }

        @Override
        Map<String, Object> properties() {
            return Map.of("orderId", TEXT, "carrier", TEXT, "trackingNumber", TEXT);
        }
    },
    INVOICE_PAID("invoice.paid", "billing", "An invoice has been paid in full.") {
        @Override
        Map<String, Object> payload(RandomGenerator random) {
            return Map.of(
                    "invoiceId", id("inv", random),
                    "customer", pick(CUSTOMERS, random),
                    "amount", cents(random),
                    "paidAt", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        }

        @Override
        Map<String, Object> properties() {
            return Map.of(
                    "invoiceId",
                    TEXT,
                    "customer",
                    TEXT,
                    "amount",
                    Map.of("type", "number", "minimum", 0),
                    "paidAt",
                    Map.of("type", "string", "format", "date-time"));
        }
    },
    USER_SIGNED_UP("user.signed_up", "users", "Somebody has opened an account.") {
        @Override
        Map<String, Object> payload(RandomGenerator random) {
            var name = pick(CUSTOMERS, random);
            return Map.of("userId", id("usr", random), "name", name, "plan", pick(List.of("free", "team"), random));
        }

        @Override
        Map<String, Object> properties() {
            return Map.of("userId", TEXT, "name", TEXT, "plan", Map.of("type", "string"));
        }
    };

    private static final List<String> CUSTOMERS =
            List.of("Ada Lovelace", "Grace Hopper", "Emmy Noether", "Edsger Dijkstra", "Barbara Liskov");
    private static final Map<String, Object> TEXT = Map.of("type", "string", "minLength", 1);

    private final String type;
    private final String group;
    private final String description;

    SampleEvent(String type, String group, String description) {
        this.type = type;
        this.group = group;
        this.description = description;
    }

    String type() {
        return type;
    }

    abstract Map<String, Object> payload(RandomGenerator random);

    abstract Map<String, Object> properties();

    /** As {@code POST /v1/event-types} takes it; the same at every start. */
    Map<String, Object> definition() {
        return Map.of(
                "name", type,
                "group", group,
                "description", description,
                "schema",
                        Map.of(
                                "$schema",
                                "https://json-schema.org/draft/2020-12/schema",
                                "type",
                                "object",
                                "properties",
                                properties(),
                                "required",
                                properties().keySet().stream().sorted().toList()),
                "samplePayload", payload(new java.util.Random(ordinal())));
    }

    private static String id(String prefix, RandomGenerator random) {
        return prefix + "_" + Long.toString(random.nextLong(1L << 40, 1L << 41), 36);
    }

    private static double cents(RandomGenerator random) {
        return random.nextInt(500, 50_000) / 100.0;
    }

    private static String pick(List<String> choices, RandomGenerator random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
