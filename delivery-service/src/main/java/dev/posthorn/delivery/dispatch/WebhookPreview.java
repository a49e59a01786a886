package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.ledger.AcceptedEvent;
import dev.posthorn.delivery.ledger.Rendition;
import dev.posthorn.delivery.routing.Endpoint;
import dev.posthorn.foundation.id.AttemptId;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Makes the request that would be sent, by the code that makes those that are. */
@ApplicationScoped
public class WebhookPreview {

    private final InstantSource clock = InstantSource.system();
    private final String userAgent;

    WebhookPreview(@ConfigProperty(name = "quarkus.application.version") String version) {
        this.userAgent = "Posthorn/" + version;
    }

    /** What came of an event: a request, or a reason why there is none. */
    public sealed interface Result {

        /** @param headers without the values of the endpoint's own */
        record Request(String url, Map<String, String> headers, String body) implements Result {}

        /** @param reason as a dead letter's */
        record Nothing(String reason, String message) implements Result {}
    }

    /** In a platform thread: the endpoint's expressions are evaluated. */
    public Result of(Endpoint endpoint, AcceptedEvent event) {
        return switch (Renditions.of(endpoint, event, false)) {
            case null -> request(endpoint, event);
            case Rendition.Transformed(AcceptedEvent transformed) -> request(endpoint, transformed);
            case Rendition.Failed(String reason, String message) -> new Result.Nothing(reason, message);
        };
    }

    private Result request(Endpoint endpoint, AcceptedEvent event) {
        Webhook webhook = Webhook.of(List.of(event), endpoint, AttemptId.next(), clock.instant(), userAgent);
        return new Result.Request(
                endpoint.urlFor(event.options().region()).toString(),
                webhook.shownHeaders(),
                new String(webhook.body(), StandardCharsets.UTF_8));
    }
}
