package dev.posthorn.subscription.apikey;

import io.smallrye.config.ConfigMapping;

import java.util.Optional;

/** The first key, with which all others are made. */
@ConfigMapping(prefix = "posthorn.bootstrap")
public interface BootstrapConfig {

    /**
     * A key of the operator that is there after the start, unless it was revoked before: {@code phk_} and 43 characters of
     * base64url. None is made when it is left out.
     */
    Optional<String> apiKey();
}
