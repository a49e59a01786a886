package dev.posthorn.local.launcher;

import dev.posthorn.local.BrokerServer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where a running stack is reached and with what: told on the screen, and written to {@code local.env}. */
record Addresses(Ports ports, Secrets secrets, int instances) {

    private static final String LOGIN = "demo-admin";

    String url() {
        return "http://localhost:" + ports.gateway();
    }

    Map<String, String> environment() {
        var lines = new LinkedHashMap<String, String>();
        lines.put("POSTHORN_URL", url());
        lines.put("POSTHORN_API_KEY", secrets.apiKey());
        lines.put(
                "POSTHORN_AMQP_URL",
                "amqp://" + BrokerServer.USER + ":" + secrets.brokerPassword() + "@localhost:" + ports.broker());
        lines.put("POSTHORN_MAIL_URL", mail());
        lines.put("POSTHORN_DELIVERY_URLS", String.join(",", ports.deliveryUrls(instances)));
        lines.put("POSTHORN_TENANT_LOGIN", LOGIN);
        lines.put("POSTHORN_TENANT_PASSWORD", LOGIN);
        return lines;
    }

    /** For {@code source}: no value has a character that a shell would read. */
    void write(Path file) throws IOException {
        Secrets.createPrivate(file);
        var text = new StringBuilder();
        environment()
                .forEach((name, value) ->
                        text.append(name).append('=').append(value).append('\n'));
        Files.writeString(file, text);
    }

    void tell(Console console, Path environmentFile) {
        row(console, "Portal", url(), "demo-admin / demo-admin, or operator / operator");
        row(console, "API", url() + "/v1", "described at " + url() + "/docs");
        row(console, "API key", secrets.apiKey(), "");
        row(console, "Caught mail", mail(), "");
        row(console, "Keycloak", "http://localhost:" + ports.keycloak(), "admin / " + secrets.keycloakPassword());
        row(console, "AMQP 1.0", "amqp://localhost:" + ports.broker(), "login in " + environmentFile.getFileName());
        row(console, "For scripts", "source " + environmentFile, "");
    }

    private static void row(Console console, String name, String value, String note) {
        console.line(console.soft((name + " ".repeat(13)).substring(0, 13))
                + console.strong(value)
                + (note.isEmpty() ? "" : console.soft("  " + note)));
    }

    private String mail() {
        return "http://localhost:" + ports.mail();
    }
}
