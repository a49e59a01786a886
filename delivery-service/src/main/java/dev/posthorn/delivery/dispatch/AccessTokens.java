package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.credential.Credentials.OAuth2;
import dev.posthorn.foundation.secret.Secret;
import io.vertx.core.Future;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * The access tokens of endpoints that ask for one. For an endpoint at most one is fetched at a time; it is fetched anew a
 * little before it ends, while the old one still serves, and after the endpoint refused it. Belongs to one event loop's
 * thread.
 */
final class AccessTokens {

    static final int MOST_KNOWN = 10_000;

    /** For servers that do not say how long a token lasts. */
    static final Duration USUAL_LIFE = Duration.ofMinutes(5);

    /** A server that fails is left alone for so long, however many deliveries wait for it. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Duration LONGEST_MARGIN = Duration.ofSeconds(60);

    private final Function<OAuth2, Future<Token>> server;
    private final InstantSource clock;
    private final Map<UUID, Known> known = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Known> eldest) {
            return size() > MOST_KNOWN;
        }
    };

    /** @param life null when the server did not say */
    record Token(Secret value, Duration life) {}

    /** What is known of one endpoint's token. */
    private static final class Known {
        private final OAuth2 credentials;
        private Secret token;
        private Instant refreshAt = Instant.MIN;
        private Instant endsAt = Instant.MIN;
        private Future<Secret> coming;
        private Throwable failure;
        private Instant failedUntil = Instant.MIN;

        private Known(OAuth2 credentials) {
            this.credentials = credentials;
        }

        private boolean serves(Instant now) {
            return token != null && now.isBefore(endsAt);
        }
    }

    /** @param server asks for a token; fails with {@link NoTokenException} */
    AccessTokens(Function<OAuth2, Future<Token>> server, InstantSource clock) {
        this.server = server;
        this.clock = clock;
    }

    /** Fails with {@link NoTokenException}. */
    Future<Secret> find(UUID endpoint, OAuth2 credentials) {
        Known of = known.get(endpoint);
        if (of == null || !of.credentials.equals(credentials)) {
            of = new Known(credentials);
            known.put(endpoint, of);
        }
        Instant now = clock.instant();
        if (!of.serves(now) || !now.isBefore(of.refreshAt)) {
            fetch(of, now);
        }
        if (of.serves(now)) {
            return Future.succeededFuture(of.token);
        }
        return of.coming != null ? of.coming : Future.failedFuture(of.failure);
    }

    private void fetch(Known of, Instant now) {
        if (of.coming != null || now.isBefore(of.failedUntil)) {
            return;
        }
        Future<Secret> answer = server.apply(of.credentials).map(token -> keep(of, token));
        of.coming = answer;
        answer.onComplete(done -> {
            of.coming = null;
            if (done.failed()) {
                of.failure = done.cause();
                of.failedUntil = clock.instant().plus(PAUSE);
            }
        });
    }

    private Secret keep(Known of, Token token) {
        Instant now = clock.instant();
        Duration life = token.life() == null ? USUAL_LIFE : token.life();
        Duration margin = life.dividedBy(5).compareTo(LONGEST_MARGIN) < 0 ? life.dividedBy(5) : LONGEST_MARGIN;
        of.token = token.value();
        of.endsAt = now.plus(life);
        of.refreshAt = of.endsAt.minus(margin);
        return token.value();
    }

    /** The endpoint refused this token. */
    void refused(UUID endpoint, Secret token) {
        Known of = known.get(endpoint);
        // Unless there is a newer one already.
        if (of != null && token.equals(of.token)) {
            of.token = null;
        }
    }
}
