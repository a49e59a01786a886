package dev.posthorn.monitoring.alert;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** The rules that hold where a tenant has none of its own, and how often they are held against the statistics. */
@ConfigMapping(prefix = "posthorn.alerts")
public interface AlertConfig {

    /** How often the rules are evaluated, by one instance at a time. */
    @WithDefault("PT10S")
    Duration every();

    /** How long a rule has to be breached before its alert fires: at least two evaluations agree. */
    @WithDefault("PT5S")
    Duration confirmAfter();

    /** After how long without an attempt an alert ends. By then the default retry schedule has run out. */
    @WithDefault("PT24H")
    Duration silentAfter();

    /** How much of the past a rule looks at. */
    @WithDefault("PT5M")
    Duration window();

    /** Fewer attempts than this in the window never raise an alert. */
    @WithDefault("20")
    int minimumAttempts();

    /** The least share of a tenant's attempts, and of the platform's, that has to succeed. */
    @WithDefault("0.95")
    double successRate();

    /** The greatest share of one endpoint's attempts that may fail. */
    @WithDefault("0.10")
    double endpointFailureRate();

    /** How far beyond its threshold a rate has to be back before the alert resolves. */
    @WithDefault("0.005")
    double rateHysteresis();

    /** The longest mean delivery time of a tenant. */
    @WithDefault("PT5S")
    Duration deliveryTime();

    /** How far below its threshold the mean delivery time has to be back before the alert resolves. */
    @WithDefault("PT0.5S")
    Duration deliveryTimeHysteresis();
}
