package dev.posthorn.foundation.identity;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.InstantSource;

/** Knows the callers behind bearer credentials that are API keys. */
@ApplicationScoped
public class ApiKeyCallers {

    private static final String SCHEME = "Bearer ";

    private final ApiKeys keys;
    private final InstantSource clock = InstantSource.system();

    ApiKeyCallers(ApiKeys keys) {
        this.keys = keys;
    }

    /** @param authorization the header; null when there is none */
    public static boolean isApiKey(String authorization) {
        return authorization != null && authorization.startsWith(SCHEME + ApiKey.PREFIX);
    }

    /** @return null when the key is unknown or expired */
    public Uni<Caller> find(String authorization) {
        return keys.find(ApiKey.hash(authorization.substring(SCHEME.length())))
                .map(key -> key == null || key.isExpiredAt(clock.instant()) ? null : Caller.ofKey(key));
    }
}
