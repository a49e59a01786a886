package dev.posthorn.local.launcher;

import dev.posthorn.local.MailCatcher;
import dev.posthorn.local.supervise.Part;
import dev.posthorn.local.supervise.Probe;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The mail catcher, inside the launcher's own process. */
final class MailPart implements Part {

    private final Ports ports;
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private MailCatcher catcher;

    MailPart(Ports ports) {
        this.ports = ports;
    }

    @Override
    public String name() {
        return Stack.MAIL;
    }

    @Override
    public List<Integer> ports() {
        return List.of(ports.mail(), ports.smtp());
    }

    @Override
    public synchronized void start() throws IOException {
        catcher = MailCatcher.start(ports.smtp(), ports.mail());
    }

    @Override
    public Probe probe() {
        return Probe.listening(ports.mail());
    }

    @Override
    public CompletionStage<String> ended() {
        return ended;
    }

    @Override
    public synchronized void stop() {
        if (catcher != null) {
            catcher.close();
            catcher = null;
            ended.complete("stopped");
        }
    }
}
