package dev.posthorn.local.launcher;

import dev.posthorn.local.supervise.Probe;
import dev.posthorn.local.supervise.ProcessPart;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * Keycloak: one unpacked distribution for all stacks of this checkout, and a home of its own for each stack with its
 * database, so that several can run at once.
 */
final class Keycloak {

    private static final String REALM = "posthorn";

    private final Path distribution;
    private final Path home;
    private final Ports ports;

    /** @param distribution where the build unpacked it */
    Keycloak(Path distribution, Path home, Ports ports) {
        this.distribution = distribution;
        this.home = home;
        this.ports = ports;
    }

    static String realmUrl(Ports ports) {
        return "http://localhost:" + ports.keycloak() + "/realms/" + REALM;
    }

    /** Keycloak's own build step takes about half a minute once, and halves every start after it. */
    boolean needsBuild() {
        return !Files.exists(built());
    }

    private void build(Path log) throws IOException, InterruptedException {
        if (!needsBuild()) {
            return;
        }
        // Two stacks may be started at once for the first time: the second waits and finds it done.
        try (var channel = FileChannel.open(
                        distribution.resolve("posthorn.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            if (!needsBuild()) {
                return;
            }
            var builder = new ProcessBuilder(
                            distribution.resolve("bin/kc.sh").toString(),
                            "build",
                            "--db=dev-file",
                            "--health-enabled=true")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            var exit = builder.start().waitFor();
            if (exit != 0) {
                throw new IOException("kc.sh build ended with exit code " + exit + ", see " + log);
            }
            Files.createFile(built());
        }
    }

    private Path built() {
        return distribution.resolve("posthorn.built");
    }

    /** Makes the stack's home; the realm is imported at the first start only. */
    private void createHome() throws IOException {
        try (var realm = Keycloak.class.getResourceAsStream("/keycloak/posthorn-realm.json")) {
            if (realm == null) {
                throw new IOException("The realm file is not in the class path");
            }
            Files.createDirectories(home.resolve("conf"));
            Files.createDirectories(home.resolve("data/import"));
            Files.copy(realm, home.resolve("data/import/posthorn-realm.json"), StandardCopyOption.REPLACE_EXISTING);
            // Keycloak reads its build's result below its home; the checkout may have moved since the last start.
            var libraries = home.resolve("lib");
            Files.deleteIfExists(libraries);
            Files.createSymbolicLink(libraries, distribution.resolve("lib").toAbsolutePath());
        }
    }

    ProcessPart.Spec spec(String name, String java, Secrets secrets, Path log) {
        // What kc.sh does, but without a shell in between, which would survive or orphan the process it waits for.
        var command = List.of(
                java,
                "-Xms64m",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dpicocli.disable.closures=true",
                "-Dquarkus-log-max-startup-records=10000",
                "-Duser.language=en",
                "-Duser.country=US",
                "-Dfile.encoding=UTF-8",
                "-Dkc.home.dir=" + home.toAbsolutePath(),
                "-Djboss.server.config.dir=" + home.resolve("conf").toAbsolutePath(),
                "-cp",
                distribution.resolve("lib/quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
                "start",
                "--optimized",
                "--import-realm",
                "--http-enabled=true",
                "--hostname-strict=false",
                "--cache=local",
                "--http-host=127.0.0.1",
                "--http-port=" + ports.keycloak(),
                "--http-management-port=" + ports.keycloakManagement());
        return new ProcessPart.Spec(
                name,
                List.of(ports.keycloak(), ports.keycloakManagement()),
                List.of(),
                List.of(),
                command,
                Map.of(
                        "KC_BOOTSTRAP_ADMIN_USERNAME",
                        "admin",
                        "KC_BOOTSTRAP_ADMIN_PASSWORD",
                        secrets.keycloakPassword()),
                home,
                () -> {
                    build(log);
                    createHome();
                },
                // The realm's own address: Keycloak answers others before it has read its realms.
                Probe.http(realmUrl(ports) + "/.well-known/openid-configuration"));
    }
}
