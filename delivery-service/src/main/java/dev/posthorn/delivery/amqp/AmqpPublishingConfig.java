package dev.posthorn.delivery.amqp;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;
import java.util.Optional;

/** How events are taken from the broker; by default from the one that all messages go over. */
@ConfigMapping(prefix = "posthorn.amqp-publishing")
public interface AmqpPublishingConfig {

    /** Whether this instance takes any. */
    @WithDefault("true")
    boolean enabled();

    @WithDefault("localhost")
    String host();

    @WithDefault("5672")
    int port();

    Optional<String> username();

    Optional<String> password();

    @WithDefault("false")
    boolean useSsl();

    /** How many messages are on their way into the ledger at once; what else waits stays in the broker. */
    @WithDefault("256")
    int concurrency();

    /** How many more the broker may send ahead: others of our instances do not get them meanwhile. */
    @WithDefault("64")
    int ahead();

    /** The pause before the broker is tried again, and before an event is that the ledger could not take. */
    @WithDefault("PT1S")
    Duration pause();
}
