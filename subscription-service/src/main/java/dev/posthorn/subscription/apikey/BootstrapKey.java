package dev.posthorn.subscription.apikey;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.hibernate.exception.ConstraintViolationException;

/** Provides the operator's first key at the start. */
@ApplicationScoped
class BootstrapKey {

    private final BootstrapConfig config;
    private final IssuedKeys keys;

    BootstrapKey(BootstrapConfig config, IssuedKeys keys) {
        this.config = config;
        this.keys = keys;
    }

    /** A malformed key ends the start with a sentence: a service that nobody can log in to would be worse. */
    void start(@Observes StartupEvent event) {
        config.apiKey().map(KeyText::new).ifPresent(key -> {
            try {
                keys.ensure(key, "Bootstrap");
            } catch (ConstraintViolationException anotherInstanceWasFaster) {
                // It is there, and that is all that is wanted.
            }
        });
    }
}
