package dev.posthorn.local.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;

/** Where one stack keeps everything: data, logs, secrets, records of its processes. */
record StackFolder(Path root) {

    /** Only a folder with this file is ever emptied. */
    private static final String MARK = "posthorn-data";

    void create() throws IOException {
        if (!Files.exists(root)) {
            // Nobody else on this machine reads the data, the logs or the secrets.
            Files.createDirectories(
                    root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Files.createDirectories(logs());
        Files.createDirectories(records());
        if (!Files.exists(root.resolve(MARK))) {
            Files.writeString(root.resolve(MARK), "The data of a local Posthorn. ./posthorn reset deletes it.\n");
        }
    }

    Path logs() {
        return root.resolve("logs");
    }

    Path records() {
        return root.resolve("run");
    }

    Path supervisor() {
        return records().resolve("supervisor.pid");
    }

    /** What {@code up} is doing, for the script that waits for it: starting, ready or failed. */
    Path state() {
        return records().resolve("state");
    }

    /** The first port of the stack that runs, or ran last. */
    Path port() {
        return records().resolve("port");
    }

    /** How many instances of delivery-service it has. */
    Path instances() {
        return records().resolve("instances");
    }

    Path hold(String part) {
        return records().resolve(part + ".hold");
    }

    Path secrets() {
        return root.resolve("secrets.properties");
    }

    Path environment() {
        return root.resolve("local.env");
    }

    Path postgres() {
        return root.resolve("postgres");
    }

    Path broker() {
        return root.resolve("broker");
    }

    Path keycloak() {
        return root.resolve("keycloak");
    }

    /** Deletes everything in it. */
    void empty() throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        if (!Files.exists(root.resolve(MARK))) {
            throw new IllegalStateException(root + " is not a folder of a local Posthorn; nothing was deleted.");
        }
        try (var files = Files.walk(root)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
