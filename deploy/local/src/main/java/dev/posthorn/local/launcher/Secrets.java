package dev.posthorn.local.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/** The stack's own secrets: made at random at the first start, then kept in a file that only its owner can read. */
final class Secrets {

    private final Properties values;

    private Secrets(Properties values) {
        this.values = values;
    }

    /** Reads the file, and adds what is not in it yet. */
    static Secrets of(Path file) throws IOException {
        var values = new Properties();
        if (Files.exists(file)) {
            try (var reader = Files.newBufferedReader(file)) {
                values.load(reader);
            }
        }
        var before = values.size();
        values.computeIfAbsent(
                "api-key", _ -> "phk_" + random(Base64.getUrlEncoder().withoutPadding()));
        values.computeIfAbsent("secrets-key", _ -> random(Base64.getEncoder()));
        for (var password : new String[] {"broker", "database", "keycloak"}) {
            values.computeIfAbsent(
                    password + "-password", _ -> random(Base64.getUrlEncoder().withoutPadding()));
        }
        if (values.size() > before) {
            write(file, values);
        }
        return new Secrets(values);
    }

    /** The operator's key. */
    String apiKey() {
        return values.getProperty("api-key");
    }

    /** Base64 of the 32 bytes that encrypt the tenants' secrets at rest. */
    String secretsKey() {
        return values.getProperty("secrets-key");
    }

    String brokerPassword() {
        return values.getProperty("broker-password");
    }

    String databasePassword() {
        return values.getProperty("database-password");
    }

    /** Of Keycloak's own administrator, "admin". */
    String keycloakPassword() {
        return values.getProperty("keycloak-password");
    }

    private static String random(Base64.Encoder encoder) {
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return encoder.encodeToString(bytes);
    }

    private static void write(Path file, Properties values) {
        try {
            createPrivate(file);
            try (var writer = Files.newBufferedWriter(file)) {
                values.store(writer, "Secrets of this local Posthorn, made at its first start");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    /** Makes the file, unreadable for others, before anything is in it. */
    static void createPrivate(Path file) throws IOException {
        var onlyOwner = PosixFilePermissions.fromString("rw-------");
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(onlyOwner));
        }
        Files.setPosixFilePermissions(file, onlyOwner);
    }

    @Override
    public String toString() {
        return "Secrets[redacted]";
    }
}
