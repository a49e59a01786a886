package dev.posthorn.local.launcher;

/** The ports of one stack, all counted from its first. */
record Ports(int base) {

    /** How many ports a stack takes from its first on. */
    static final int COUNT = 17;

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

    int delivery() {
        return base + 2;
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
