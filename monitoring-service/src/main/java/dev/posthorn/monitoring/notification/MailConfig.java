package dev.posthorn.monitoring.notification;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who of the operator is told by mail, and how hard it is tried. */
@ConfigMapping(prefix = "posthorn.mail")
public interface MailConfig {

    /** Addresses that are told of every alert, of tenants and of the platform. */
    Optional<List<String>> operators();

    /** How often waiting mails are looked for. */
    @WithDefault("PT2S")
    Duration every();

    /** How long the mail server may take for one mail. */
    @WithDefault("PT30S")
    Duration timeout();

    /** How long a mail that cannot be sent is tried again; after that it is of no use to anyone. */
    @WithDefault("P2D")
    Duration giveUpAfter();
}
