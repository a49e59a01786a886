package dev.posthorn.system.stack;

import dev.posthorn.system.tenant.Tenant;
import io.restassured.builder.RequestSpecBuilder;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A local stack of the packaged product. What it tells of itself in {@code local.env} is all that is known about it. */
public final class Stack implements AutoCloseable {

    /** An event type without a schema: any payload is welcome. */
    public static final String EVENT_TYPE = "system-test.happened";

    private static final Duration TIME_TO_RECOVER = Duration.ofSeconds(90);

    private static final AtomicInteger TENANTS = new AtomicInteger();

    private final Launcher launcher;
    private final Ports ports;
    private Map<String, String> environment;

    private Stack(Launcher launcher, Ports ports) {
        this.launcher = launcher;
        this.ports = ports;
    }

    /** Starts a stack with no data, on free ports. */
    static Stack start() {
        return start(launcher("stack"));
    }

    /** Starts one whose database is on a disk of so many MiB; see {@link SmallDisk#reasonAgainst}. */
    public static Stack startOnSmallDisk(int mebibytes) {
        var launcher = launcher("small-disk");
        return start(launcher.startedBy(SmallDisk.mounting(launcher.data().resolve("postgres"), mebibytes)));
    }

    private static Launcher launcher(String folder) {
        var home = Path.of(System.getProperty("posthorn.home", ".."))
                .toAbsolutePath()
                .normalize();
        return new Launcher(home, home.resolve("system-tests/target").resolve(folder));
    }

    private static Stack start(Launcher launcher) {
        // What an earlier run has left when it was killed.
        launcher.run("reset").expectSuccess();
        var ports = Ports.free();
        var stack = new Stack(launcher.with(OperatorDatabase.settings(ports.postgres())), ports);
        try {
            System.out.print(stack.up().output());
            stack.asOperator()
                    .body(Map.of("name", EVENT_TYPE, "description", "For the system tests"))
                    .post("/v1/event-types")
                    .then()
                    .statusCode(201);
        } catch (RuntimeException | Error e) {
            stack.close();
            throw e;
        }
        return stack;
    }

    /** {@code ./posthorn up --detach}: returns when everything answers. */
    public Launcher.Result up() {
        // Regions matter to endpoints that have one, and so to no test but that of regions.
        var result = launcher.run(
                        "up",
                        "--detach",
                        "--port",
                        Integer.toString(ports.first()),
                        "--instances",
                        "2",
                        "--regions",
                        "eu,us")
                .expectSuccess();
        environment = read(launcher.data().resolve("local.env"));
        return result;
    }

    public Launcher.Result down() {
        return launcher.run("down");
    }

    public Launcher launcher() {
        return launcher;
    }

    public int port() {
        return ports.first();
    }

    private static Map<String, String> read(Path file) {
        try (var reader = Files.newBufferedReader(file)) {
            var lines = new Properties();
            lines.load(reader);
            return lines.stringPropertyNames().stream().collect(Collectors.toMap(name -> name, lines::getProperty));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code source local.env} would set. */
    public Map<String, String> environment() {
        return environment;
    }

    public String url() {
        return environment.get("POSTHORN_URL");
    }

    /** A request of nobody. */
    public RequestSpecification anonymously() {
        return given().spec(new RequestSpecBuilder()
                .setBaseUri(url())
                .setContentType(ContentType.JSON)
                .build());
    }

    /** A request with an API key or an access token. */
    public RequestSpecification as(String credential) {
        return anonymously().auth().oauth2(credential);
    }

    public RequestSpecification asOperator() {
        return as(environment.get("POSTHORN_API_KEY"));
    }

    /** A tenant that nobody else uses, with an API key of its own, known to all services. */
    public Tenant newTenant() {
        return Tenant.create(this, "tenant-" + TENANTS.incrementAndGet());
    }

    /** The tenant that the stack brings, to which the demo logins belong. */
    public Tenant demoTenant() {
        return Tenant.existing(this, "demo");
    }

    public ApiDocument apiDocument() {
        return new ApiDocument(anonymously()
                .get("/openapi.json")
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }

    public Mailbox mailbox() {
        return new Mailbox(environment.get("POSTHORN_MAIL_URL"));
    }

    public Keycloak keycloak() {
        return new Keycloak(url(), anonymously().get("/config.json").path("oidcAuthority"));
    }

    /** A database of the operator's own, whose outbox delivery-service drains. */
    public OperatorDatabase operatorDatabase() {
        return OperatorDatabase.create(ports.postgres());
    }

    /** The addresses of the instances of delivery-service, behind the gateway. */
    public List<String> deliveryUrls() {
        return List.of(environment.get("POSTHORN_DELIVERY_URLS").split(","));
    }

    /** As if the machine had lost power for this one process. It is started again. */
    public void kill(Part part) {
        assertThat(process(part).destroyForcibly()).as("killed " + part).isTrue();
    }

    /** The same, and it stays away until it is started. */
    public void killForGood(Part part) {
        try {
            // What "./posthorn stop" does too, but for the signal.
            Files.writeString(launcher.data().resolve("run/" + part + ".hold"), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        kill(part);
    }

    /** Stops it in the middle of whatever it does, with its connections open. */
    public void pause(Part part) {
        signal(part, "STOP");
    }

    public void resume(Part part) {
        signal(part, "CONT");
    }

    /** The disk of {@link #startOnSmallDisk}. */
    public SmallDisk disk() {
        return new SmallDisk(
                pid(launcher.data().resolve("run/supervisor.pid")),
                launcher.data().resolve("postgres"));
    }

    private void signal(Part part, String name) {
        try {
            var pid = Long.toString(process(part).pid());
            assertThat(new ProcessBuilder("kill", "-" + name, pid)
                            .inheritIO()
                            .start()
                            .waitFor())
                    .as(name + " for " + part)
                    .isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The sum of a metric of one instance of delivery-service, over all its labels. */
    public double metric(String instance, String name) {
        return given().baseUri(instance)
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private ProcessHandle process(Part part) {
        var record = part == Part.POSTGRES
                ? launcher.data().resolve("postgres/postmaster.pid")
                : launcher.data().resolve("run/" + part + ".pid");
        return ProcessHandle.of(pid(record)).orElseThrow();
    }

    private static long pid(Path record) {
        try {
            return Long.parseLong(
                    Files.readString(record).lines().findFirst().orElseThrow().split(" ")[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void stop(Part part) {
        launcher.run("stop", part.toString()).expectSuccess();
    }

    public void start(Part part) {
        launcher.run("start", part.toString()).expectSuccess();
    }

    /** Returns when every part answers again. */
    public void awaitRecovery() {
        await("every part answers")
                .atMost(TIME_TO_RECOVER)
                .until(() -> launcher.run("status").exitCode() == 0);
    }

    /** What is still there of a stack that was stopped: nothing, if all is well. */
    public List<String> remains() {
        var listening = ports.listening().mapToObj(port -> "port " + port + " answers");
        var running = ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(this::isOurs)
                .map(process -> "process " + process.pid() + " "
                        + process.info().commandLine().orElse(""));
        return Stream.concat(listening, running).toList();
    }

    private boolean isOurs(ProcessHandle process) {
        return process.info()
                .commandLine()
                .filter(command -> command.contains(launcher.data().toString()))
                .isPresent();
    }

    @Override
    public void close() {
        down();
    }
}
