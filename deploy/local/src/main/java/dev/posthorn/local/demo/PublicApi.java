package dev.posthorn.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Posthorn's public API, called with the operator's key. */
public final class PublicApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String url;
    private final String key;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    public PublicApi(String url, String key) {
        this.url = url;
        this.key = key;
    }

    /** The answer's body, or nothing when it is absent. */
    Optional<JsonNode> get(String path) throws IOException, InterruptedException {
        var answer = send("GET", path, null);
        if (answer.statusCode() == 404) {
            return Optional.empty();
        }
        return Optional.of(body(answer, "GET " + path));
    }

    JsonNode post(String path, Object body) throws IOException, InterruptedException {
        return body(send("POST", path, body), "POST " + path);
    }

    JsonNode patch(String path, Object body) throws IOException, InterruptedException {
        return body(send("PATCH", path, body), "PATCH " + path);
    }

    /** Returns when the address answers with 200, which it may not do before a service has heard of the others. */
    void await(String path) throws IOException, InterruptedException {
        var end = Instant.now().plus(PATIENCE);
        var answer = send("GET", path, null);
        while (answer.statusCode() != 200) {
            if (Instant.now().isAfter(end)) {
                body(answer, "GET " + path);
            }
            Thread.sleep(Duration.ofMillis(200));
            answer = send("GET", path, null);
        }
    }

    private HttpResponse<String> send(String method, String path, Object body)
            throws IOException, InterruptedException {
        var publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(15))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .method(method, publisher)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode body(HttpResponse<String> answer, String request) throws IOException {
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(request + " was answered with " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }
}
