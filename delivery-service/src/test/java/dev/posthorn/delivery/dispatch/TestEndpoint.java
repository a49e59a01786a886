package dev.posthorn.delivery.dispatch;

import dev.posthorn.contracts.EndpointRecord.Batching;
import dev.posthorn.contracts.EndpointRecord.Pace;
import dev.posthorn.delivery.credential.Credentials;
import dev.posthorn.delivery.ledger.AcceptedEvent;
import dev.posthorn.delivery.ledger.EventOptions;
import dev.posthorn.delivery.routing.Endpoint;
import dev.posthorn.delivery.routing.Format;
import dev.posthorn.delivery.routing.RequestForm;
import dev.posthorn.delivery.signing.SignatureScheme;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.EventId;
import dev.posthorn.foundation.secret.Secret;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** An endpoint for tests of requests, with the options that they are about. */
record TestEndpoint(String url, RequestForm form, Pace pace, Map<String, URI> urls, Duration timeout) {

    static final Secret SECRET = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    static TestEndpoint at(String url) {
        return new TestEndpoint(url, Endpoint.DEFAULT_FORM, Endpoint.DEFAULT_PACE, Map.of(), Duration.ofSeconds(5));
    }

    TestEndpoint as(Format format) {
        return form(new RequestForm(format, form.scheme(), form.credentials()));
    }

    TestEndpoint signedBy(SignatureScheme scheme) {
        return form(new RequestForm(form.format(), scheme, form.credentials()));
    }

    TestEndpoint with(Credentials credentials) {
        return form(new RequestForm(form.format(), form.scheme(), credentials));
    }

    private TestEndpoint form(RequestForm newForm) {
        return new TestEndpoint(url, newForm, pace, urls, timeout);
    }

    TestEndpoint inBatches() {
        var batching = new Pace(null, null, new Batching(10, Duration.ZERO, null), "none", "skip");
        return new TestEndpoint(url, form, batching, urls, timeout);
    }

    TestEndpoint in(String region, String regionalUrl) {
        return new TestEndpoint(url, form, pace, Map.of(region, URI.create(regionalUrl)), timeout);
    }

    TestEndpoint timingOutAfter(Duration newTimeout) {
        return new TestEndpoint(url, form, pace, urls, newTimeout);
    }

    Endpoint make() {
        return new Endpoint(
                EndpointId.next(),
                1,
                "t",
                URI.create(url),
                Endpoint.Status.ENABLED,
                List.of(),
                List.of(form.scheme().key(SECRET, null)),
                Map.of("X-Own", "own"),
                timeout,
                List.of(),
                form,
                pace,
                null,
                urls);
    }

    static AcceptedEvent event(String id, String payload) {
        return eventFor(null, id, payload);
    }

    static AcceptedEvent eventFor(String region, String id, String payload) {
        return new AcceptedEvent(
                EventId.next(),
                "t",
                id,
                "a.b",
                List.of(),
                Instant.now(),
                payload.getBytes(StandardCharsets.UTF_8),
                List.of(),
                new EventOptions(EventOptions.NONE.priority(), null, null, region));
    }
}
