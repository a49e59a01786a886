package dev.posthorn.foundation.secret;

import io.smallrye.config.ConfigMapping;

import java.util.List;
import java.util.Optional;

/** The keys under which secrets are sealed. */
@ConfigMapping(prefix = "posthorn.secrets")
public interface SecretsConfig {

    /** Base64 of 32 random bytes; seals and opens. Every service that handles secrets has the same. */
    String key();

    /** Earlier keys, which only open what they sealed. */
    Optional<List<String>> previousKeys();
}
