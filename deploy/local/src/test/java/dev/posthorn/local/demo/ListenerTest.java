package dev.posthorn.local.demo;

import com.standardwebhooks.Webhook;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ListenerTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String BODY = "{\"type\":\"order.created\"}";

    @Test
    void printsAWebhookWhoseSignatureFits() throws Exception {
        assertThat(received(Optional.of(SECRET), BODY)).contains("✔ signature fits", "\"type\" : \"order.created\"");
    }

    @Test
    void noticesAChangedBody() throws Exception {
        assertThat(received(Optional.of(SECRET), BODY + " ")).contains("✖ signature does not fit");
    }

    @Test
    void saysThatItChecksNothingWithoutASecret() throws Exception {
        assertThat(received(Optional.empty(), BODY)).contains("signature not checked");
    }

    @Test
    void refusesWhatIsNoSecret() {
        assertThatThrownBy(() -> new Listener(Optional.of("whsec_***"), false, System.out))
                .hasMessageContaining("whsec_ followed by base64");
    }

    private static String received(Optional<String> secret, String body) throws Exception {
        var printed = new ByteArrayOutputStream();
        var server =
                Listener.start(0, new Listener(secret, false, new PrintStream(printed, true, StandardCharsets.UTF_8)));
        try (var http = HttpClient.newHttpClient()) {
            var now = Instant.now().getEpochSecond();
            var request = HttpRequest.newBuilder(
                            URI.create("http://localhost:" + server.getAddress().getPort() + "/hook"))
                    .header("webhook-id", "evt_1")
                    .header("webhook-timestamp", Long.toString(now))
                    .header("webhook-signature", new Webhook(SECRET).sign("evt_1", now, BODY))
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            var answer = http.send(request, HttpResponse.BodyHandlers.discarding());
            assertThat(answer.statusCode()).isEqualTo(200);
            return printed.toString(StandardCharsets.UTF_8);
        } finally {
            server.stop(0);
        }
    }
}
