package dev.posthorn.local.supervise;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(20)
class SupervisorTest {

    @TempDir
    Path records;

    private final BlockingQueue<String> happened = new LinkedBlockingQueue<>();

    @Test
    void startsAPartWhenWhatItNeedsAnswers() throws Exception {
        var database = new FakePart("database", List.of());
        var service = new FakePart("service", List.of("database"));

        supervise(database, service).start();

        assertThat(happened).containsExactly("start database", "ready database", "start service", "ready service");
    }

    @Test
    void startsAgainWhatHasEnded() throws Exception {
        // Given
        var service = new FakePart("service", List.of());
        supervise(service).start();
        happened.clear();

        // When
        service.end("exit code 137");

        // Then
        assertThat(next(5))
                .containsExactly("stop service", "ended service exit code 137", "start service", "back service");
    }

    @Test
    void leavesAPartStoppedWhileItIsHeld() throws Exception {
        // Given
        var service = new FakePart("service", List.of());
        supervise(service).start();
        var hold = Files.createFile(records.resolve("service.hold"));
        happened.clear();

        // When
        service.end("exit code 143");

        // Then
        assertThat(next(2)).containsExactly("stop service", "held service");
        assertThat(happened.poll(1500, TimeUnit.MILLISECONDS)).isNull();
        Files.delete(hold);
        assertThat(happened.poll(5, TimeUnit.SECONDS)).isEqualTo("start service");
    }

    @Test
    void stopsFirstWhatNeedsOrUsesOthers() throws Exception {
        // Given
        var service = new FakePart("service", List.of("database"));
        service.uses = List.of("broker");
        var supervisor = supervise(new FakePart("database", List.of()), new FakePart("broker", List.of()), service);
        supervisor.start();
        happened.clear();

        // When
        supervisor.stop();

        // Then
        assertThat(happened)
                .startsWith("stop service")
                .contains("stop database", "stop broker")
                .hasSize(3);
    }

    @Test
    void failsWhenAPartEndsThreeTimesBeforeItAnswers() {
        var broken = new FakePart("broken", List.of());
        broken.dieAtStart = true;
        var healthy = new FakePart("healthy", List.of());

        assertThatThrownBy(supervise(healthy, broken)::start)
                .isInstanceOf(StartFailure.class)
                .hasMessage("broken did not start: no config")
                .extracting(failure -> ((StartFailure) failure).part())
                .isEqualTo("broken");
    }

    @Test
    void namesTakenPortsAndWhoWantsThem() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var broker = new FakePart("broker", List.of());
            broker.port = taken.getLocalPort();

            assertThat(supervise(broker).takenPorts()).containsOnly(java.util.Map.entry(broker, taken.getLocalPort()));
        }
    }

    @Test
    void refusesAPartBeforeWhatItNeeds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> supervise(new FakePart("service", List.of("database"))))
                .withMessageContaining("needs or uses database");
    }

    private Supervisor supervise(Part... parts) {
        return new Supervisor(List.of(parts), records, new Recorder(), InstantSource.system());
    }

    private List<String> next(int most) throws InterruptedException {
        var found = new java.util.ArrayList<String>();
        for (int i = 0; i < most; i++) {
            var one = happened.poll(2, TimeUnit.SECONDS);
            if (one == null) {
                break;
            }
            found.add(one);
        }
        return found;
    }

    private final class Recorder implements Watcher {

        @Override
        public void ready(String part, Duration after) {
            happened.add("ready " + part);
        }

        @Override
        public void ended(String part, String reason, Duration pause) {
            happened.add("ended " + part + " " + reason);
        }

        @Override
        public void held(String part) {
            happened.add("held " + part);
        }

        @Override
        public void back(String part, Duration after) {
            happened.add("back " + part);
        }
    }

    private final class FakePart implements Part {

        private final String name;
        private final List<String> needs;
        private volatile CompletableFuture<String> ended = new CompletableFuture<>();
        private volatile boolean dieAtStart;
        private volatile Integer port;
        private volatile List<String> uses = List.of();

        private FakePart(String name, List<String> needs) {
            this.name = name;
            this.needs = needs;
        }

        private void end(String reason) {
            ended.complete(reason);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public List<Integer> ports() {
            return port == null ? List.of() : List.of(port);
        }

        @Override
        public List<String> needs() {
            return needs;
        }

        @Override
        public List<String> uses() {
            return uses;
        }

        @Override
        public void start() {
            happened.add("start " + name);
            ended = new CompletableFuture<>();
            if (dieAtStart) {
                ended.complete("no config");
            }
        }

        @Override
        public Probe probe() {
            return () -> !dieAtStart;
        }

        @Override
        public CompletionStage<String> ended() {
            return ended;
        }

        @Override
        public void stop() {
            happened.add("stop " + name);
            ended.complete("stopped");
        }
    }
}
