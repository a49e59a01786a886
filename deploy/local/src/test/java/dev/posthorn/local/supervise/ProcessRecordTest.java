package dev.posthorn.local.supervise;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessRecordTest {

    @TempDir
    Path folder;

    @Test
    void findsTheProcessAgain() throws Exception {
        var file = folder.resolve("me.pid");

        ProcessRecord.of(ProcessHandle.current()).write(file);

        assertThat(ProcessRecord.read(file).flatMap(ProcessRecord::process)).contains(ProcessHandle.current());
    }

    @Test
    void doesNotTakeAnotherProcessForItThatGotTheSameNumber() {
        var me = ProcessRecord.of(ProcessHandle.current());
        var earlier = new ProcessRecord(me.pid(), me.startedAt().minus(Duration.ofHours(1)));

        assertThat(earlier.process()).isEmpty();
    }

    @Test
    void ignoresWhatIsNoRecord() throws Exception {
        Files.writeString(folder.resolve("broken.pid"), "12 yesterday");

        assertThat(ProcessRecord.read(folder.resolve("broken.pid"))).isEmpty();
        assertThat(ProcessRecord.read(folder.resolve("absent.pid"))).isEmpty();
    }

    @Test
    void endsByForceWhatDoesNotEndWhenAsked() throws Exception {
        // Given
        var deaf = new ProcessBuilder("sh", "-c", "trap '' TERM; echo deaf; while :; do sleep 0.1; done").start();
        deaf.inputReader().readLine();

        // When
        ProcessRecord.end(deaf.toHandle(), Duration.ofMillis(300));

        // Then
        assertThat(deaf.isAlive()).isFalse();
    }
}
