package dev.posthorn.local.launcher;

import java.util.List;
import java.util.stream.IntStream;

/** The ports of one stack, all counted from its first. */
record Ports(int base) {

    /** How many ports a stack takes from its first on, however many instances it has. */
    static final int COUNT = 20;

    private static final int SECOND_DELIVERY = 17;

    Ports {
        if (base < 1024 || base + COUNT > 65_536) {
            throw new IllegalArgumentException("--port must be between 1024 and " + (65_536 - COUNT) + ", not " + base);
        }
    }

    int gateway() {
        return base;
    }

    int subscription() {
        return base + 1;
    }

    /** @param instance the first, which any stack has, is 1 */
    int delivery(int instance) {
        return instance == 1 ? base + 2 : base + SECOND_DELIVERY + instance - 2;
    }

    /** Where the instances of delivery-service themselves answer, behind the gateway. */
    List<String> deliveryUrls(int instances) {
        return IntStream.rangeClosed(1, instances)
                .mapToObj(instance -> "http://localhost:" + delivery(instance))
                .toList();
    }

    int monitoring() {
        return base + 3;
    }

    int postgres() {
        return base + 10;
    }

    int broker() {
        return base + 11;
    }

    int keycloak() {
        return base + 12;
    }

    int keycloakManagement() {
        return base + 13;
    }

    int smtp() {
        return base + 14;
    }

    int mail() {
        return base + 15;
    }

    int demo() {
        return base + 16;
    }
}
