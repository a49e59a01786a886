package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.credential.Credentials.MutualTls;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.net.PemKeyCertOptions;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * HTTP clients that show a certificate, one for each: connections must not be shared among them. One that is not used for a
 * while is closed, and so is the one unused for longest when there are too many. Belongs to one event loop's thread.
 */
final class CertifiedClients {

    static final int MOST_IDLE = 100;
    static final Duration IDLE = Duration.ofMinutes(1);

    private final Vertx vertx;
    private final Function<PemKeyCertOptions, HttpClient> maker;
    /** The one that was used last stands last. */
    private final Map<MutualTls, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    private static final class Entry {
        private final HttpClient client;
        private int inUse;
        private long usedAt;
        private boolean watched;

        private Entry(HttpClient client) {
            this.client = client;
        }
    }

    CertifiedClients(Vertx vertx, Function<PemKeyCertOptions, HttpClient> maker) {
        this.vertx = vertx;
        this.maker = maker;
    }

    /** A client, for one request. */
    final class Lent {

        private final MutualTls credentials;
        private final Entry entry;

        private Lent(MutualTls credentials, Entry entry) {
            this.credentials = credentials;
            this.entry = entry;
        }

        HttpClient client() {
            return entry.client;
        }

        void giveBack() {
            entry.inUse--;
            entry.usedAt = System.nanoTime();
            watch(credentials, entry);
        }
    }

    Lent lend(MutualTls credentials) {
        Entry entry = entries.get(credentials);
        if (entry == null) {
            makeRoom();
            entry = new Entry(maker.apply(new PemKeyCertOptions()
                    .addCertValue(Buffer.buffer(credentials.certificate()))
                    .addKeyValue(Buffer.buffer(credentials.privateKey().reveal()))));
            entries.put(credentials, entry);
        }
        entry.inUse++;
        return new Lent(credentials, entry);
    }

    /** Those in use are as many as there are requests out, which is bounded elsewhere. */
    private void makeRoom() {
        Iterator<Entry> eldestFirst = entries.values().iterator();
        while (entries.size() >= MOST_IDLE && eldestFirst.hasNext()) {
            Entry entry = eldestFirst.next();
            if (entry.inUse == 0) {
                eldestFirst.remove();
                entry.client.close();
            }
        }
    }

    private void watch(MutualTls credentials, Entry entry) {
        if (entry.watched) {
            return;
        }
        entry.watched = true;
        vertx.setTimer(IDLE.toMillis(), id -> {
            entry.watched = false;
            boolean idle = entry.inUse == 0 && System.nanoTime() - entry.usedAt >= IDLE.toNanos() / 2;
            if (!idle) {
                watch(credentials, entry);
            } else if (entries.remove(credentials, entry)) {
                entry.client.close();
            }
        });
    }

    int size() {
        return entries.size();
    }
}
