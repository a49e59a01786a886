package dev.posthorn.local.launcher;

import dev.posthorn.local.BrokerServer;
import dev.posthorn.local.PostgresServer;
import dev.posthorn.local.supervise.Part;
import dev.posthorn.local.supervise.Probe;
import dev.posthorn.local.supervise.ProcessPart;
import dev.posthorn.local.supervise.ProcessPart.Preparation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the local stack consists of, and the settings that each part gets. */
final class Stack {

    static final String POSTGRES = "postgres";
    static final String BROKER = "broker";
    static final String KEYCLOAK = "keycloak";
    static final String MAIL = "mail";
    static final String SUBSCRIPTION = "subscription-service";
    static final String DELIVERY = "delivery-service";
    static final String MONITORING = "monitoring-service";
    static final String GATEWAY = "gateway";

    /** How many instances of delivery-service there can be; the row of ports has room for so many. */
    static final int MOST_INSTANCES = 4;

    /** All that there can be, in the order in which {@code status} lists them. */
    static final List<String> NAMES = Stream.of(
                    List.of(POSTGRES, BROKER, MAIL, KEYCLOAK, SUBSCRIPTION),
                    deliveryNames(MOST_INSTANCES),
                    List.of(MONITORING, GATEWAY))
            .flatMap(List::stream)
            .toList();

    /** Small heap, one compiler, one collector thread: starts with little work, and is fast enough for its load. */
    private static final List<String> LEAN =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError");
    /** What takes part in every delivery, with little: compiled to the end, too. */
    private static final List<String> SMALL = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");
    /** Where every event passes: compiled to the end, with the collector that costs least in all. */
    private static final List<String> FAST =
            List.of("-Xmx768m", "-XX:+UseParallelGC", "-XX:+UseCompactObjectHeaders", "-XX:+ExitOnOutOfMemoryError");

    private static final List<String> QUIET =
            List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    private final Path home;
    private final StackFolder folder;
    private final Ports ports;
    private final Secrets secrets;
    private final int instances;
    private final List<String> regions;
    private final String java =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /**
     * @param home the root of the checkout, with the built services in it
     * @param instances of delivery-service
     * @param regions of the first, second, … of them; those beyond have none
     */
    Stack(Path home, StackFolder folder, Ports ports, Secrets secrets, int instances, List<String> regions) {
        this.home = home;
        this.folder = folder;
        this.ports = ports;
        this.secrets = secrets;
        this.instances = instances;
        this.regions = regions;
    }

    /** The first has the service's own name, the others have their number behind it. */
    static List<String> deliveryNames(int instances) {
        return IntStream.rangeClosed(1, instances)
                .mapToObj(instance -> instance == 1 ? DELIVERY : DELIVERY + "-" + instance)
                .toList();
    }

    private Keycloak keycloak() {
        return new Keycloak(distribution(home.resolve("deploy/local/target/keycloak")), folder.keycloak(), ports);
    }

    /** Its folder has the version in its name. */
    private static Path distribution(Path unpacked) {
        try (var folders = Files.list(unpacked)) {
            return folders.filter(Files::isDirectory)
                    .max(Comparator.naturalOrder())
                    .orElseThrow(() -> new IllegalStateException(unpacked + " is empty; build again"));
        } catch (IOException e) {
            throw new UncheckedIOException("Keycloak is not unpacked in " + unpacked, e);
        }
    }

    /** Whether this start takes half a minute longer than the next ones. */
    boolean isFirstStart() {
        return keycloak().needsBuild();
    }

    /** All parts, each after those it needs. */
    List<Part> parts() {
        var parts = new ArrayList<Part>(List.of(
                new PostgresPart(ports.postgres(), folder, databases()),
                new MailPart(ports),
                process(broker()),
                process(keycloak().spec(KEYCLOAK, java, secrets, folder.logs().resolve(KEYCLOAK + ".log"))),
                process(service(SUBSCRIPTION, SUBSCRIPTION, ports.subscription(), LEAN, subscriptionSettings()))));
        for (int instance = 1; instance <= instances; instance++) {
            var name = deliveryNames(instances).get(instance - 1);
            parts.add(process(service(DELIVERY, name, ports.delivery(instance), FAST, deliverySettings(instance))));
        }
        parts.add(process(service(MONITORING, MONITORING, ports.monitoring(), SMALL, monitoringSettings())));
        parts.add(process(gateway()));
        return List.copyOf(parts);
    }

    private Map<String, String> deliverySettings(int instance) {
        return instance > regions.size() ? Map.of() : Map.of("POSTHORN_REGION", regions.get(instance - 1));
    }

    private ProcessPart process(ProcessPart.Spec spec) {
        return new ProcessPart(spec, folder.logs(), folder.records());
    }

    private List<PostgresServer.Database> databases() {
        return List.of(database(SUBSCRIPTION), database(DELIVERY), database(MONITORING));
    }

    private PostgresServer.Database database(String service) {
        var name = "posthorn_" + service.replace("-service", "");
        return new PostgresServer.Database(name, name, secrets.databasePassword());
    }

    private ProcessPart.Spec broker() {
        var command = new ArrayList<String>();
        command.add(java);
        command.addAll(SMALL);
        command.addAll(QUIET);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BrokerServer.class.getName()));
        return new ProcessPart.Spec(
                BROKER,
                List.of(ports.broker()),
                List.of(),
                List.of(),
                command,
                Map.of(
                        "POSTHORN_BROKER_PORT", Integer.toString(ports.broker()),
                        "POSTHORN_BROKER_DATA", folder.broker().toAbsolutePath().toString(),
                        "POSTHORN_BROKER_PASSWORD", secrets.brokerPassword()),
                folder.root(),
                Preparation.NONE,
                Probe.listening(ports.broker()));
    }

    /** @param name of this instance of the service */
    private ProcessPart.Spec service(
            String service, String name, int port, List<String> flags, Map<String, String> settings) {
        var database = database(service);
        var environment = new LinkedHashMap<String, String>();
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put(
                "QUARKUS_DATASOURCE_JDBC_URL",
                "jdbc:postgresql://localhost:" + ports.postgres() + "/" + database.name());
        environment.put("QUARKUS_DATASOURCE_USERNAME", database.user());
        environment.put("QUARKUS_DATASOURCE_PASSWORD", database.password());
        environment.put("AMQP_HOST", "localhost");
        environment.put("AMQP_PORT", Integer.toString(ports.broker()));
        environment.put("AMQP_USERNAME", BrokerServer.USER);
        environment.put("AMQP_PASSWORD", secrets.brokerPassword());
        environment.put("QUARKUS_OIDC_AUTH_SERVER_URL", Keycloak.realmUrl(ports));
        environment.put("POSTHORN_SECRETS_KEY", secrets.secretsKey());
        // Receivers on this machine are what a local stack is for; all other private addresses stay refused.
        environment.put("POSTHORN_EGRESS_ALLOW_HTTP", "true");
        environment.put("POSTHORN_EGRESS_ALLOW_LOOPBACK", "true");
        environment.put("POSTHORN_PORTAL_URL", "http://localhost:" + ports.gateway());
        environment.putAll(settings);
        return new ProcessPart.Spec(
                name,
                List.of(port),
                // Without the broker or Keycloak they start all the same, and connect as soon as those are there.
                List.of(POSTGRES),
                List.of(BROKER, KEYCLOAK, MAIL),
                java(flags, home.resolve(service)),
                environment,
                home.resolve(service),
                Preparation.NONE,
                Probe.http("http://localhost:" + port + "/q/health/ready"));
    }

    private Map<String, String> subscriptionSettings() {
        return Map.of("POSTHORN_BOOTSTRAP_API_KEY", secrets.apiKey());
    }

    private Map<String, String> monitoringSettings() {
        return Map.of(
                "QUARKUS_MAILER_HOST", "localhost",
                "QUARKUS_MAILER_PORT", Integer.toString(ports.smtp()),
                "QUARKUS_MAILER_FROM", "Posthorn <posthorn@example.com>",
                "POSTHORN_MAIL_OPERATORS", "operator@example.com");
    }

    private ProcessPart.Spec gateway() {
        var folderOfGateway = home.resolve("deploy/gateway");
        var used = new ArrayList<>(List.of(SUBSCRIPTION, MONITORING));
        used.addAll(deliveryNames(instances));
        return new ProcessPart.Spec(
                GATEWAY,
                List.of(ports.gateway()),
                List.of(),
                used,
                java(FAST, folderOfGateway),
                Map.of(
                        "QUARKUS_HTTP_HOST",
                        "127.0.0.1",
                        "QUARKUS_HTTP_PORT",
                        Integer.toString(ports.gateway()),
                        "POSTHORN_GATEWAY_SUBSCRIPTION_URL",
                        "http://localhost:" + ports.subscription(),
                        "POSTHORN_GATEWAY_DELIVERY_URLS",
                        String.join(",", ports.deliveryUrls(instances)),
                        "POSTHORN_GATEWAY_MONITORING_URL",
                        "http://localhost:" + ports.monitoring(),
                        "POSTHORN_GATEWAY_OIDC_AUTHORITY",
                        Keycloak.realmUrl(ports)),
                folderOfGateway,
                Preparation.NONE,
                Probe.http("http://localhost:" + ports.gateway() + "/q/health/ready"));
    }

    private List<String> java(List<String> flags, Path module) {
        var command = new ArrayList<String>();
        command.add(java);
        command.addAll(flags);
        command.addAll(QUIET);
        command.addAll(List.of(
                "-jar", module.resolve("target/quarkus-app/quarkus-run.jar").toString()));
        return command;
    }
}
