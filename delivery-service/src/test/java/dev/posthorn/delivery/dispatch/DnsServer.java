package dev.posthorn.delivery.dispatch;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A name server over UDP (RFC 1035) that gives each name's addresses one after the other, and the last one for good. */
final class DnsServer implements AutoCloseable {

    private static final int HEADER = 12;

    private final DatagramSocket socket;
    private final Map<String, Iterator<String>> answers = new ConcurrentHashMap<>();
    private final Map<String, String> last = new ConcurrentHashMap<>();

    private DnsServer(DatagramSocket socket) {
        this.socket = socket;
    }

    static DnsServer start() throws IOException {
        var server = new DnsServer(new DatagramSocket(0, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().name("dns-server").start(server::serve);
        return server;
    }

    int port() {
        return socket.getLocalPort();
    }

    void answer(String name, String... addresses) {
        answers.put(name, List.of(addresses).iterator());
    }

    private void serve() {
        try {
            while (true) {
                var query = new DatagramPacket(new byte[512], 512);
                socket.receive(query);
                byte[] response = respond(Arrays.copyOf(query.getData(), query.getLength()));
                socket.send(new DatagramPacket(response, response.length, query.getSocketAddress()));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private byte[] respond(byte[] query) throws IOException {
        var name = new StringBuilder();
        int at = HEADER;
        while (query[at] != 0) {
            name.append(name.isEmpty() ? "" : ".").append(new String(query, at + 1, query[at]));
            at += query[at] + 1;
        }
        int questionEnd = at + 5;
        boolean ipv4 = query[at + 2] == 1;
        String address = ipv4 ? next(name.toString().toLowerCase()) : null;
        ByteBuffer response = ByteBuffer.allocate(512);
        // The same id; an authoritative answer, without or with NXDOMAIN left out: an empty one says as much.
        response.put(query, 0, 2).putShort((short) 0x8400).putShort((short) 1);
        response.putShort((short) (address == null ? 0 : 1)).putInt(0);
        response.put(query, HEADER, questionEnd - HEADER);
        if (address != null) {
            // A pointer to the question's name; A, IN, no time to live, four octets.
            response.putShort((short) 0xc00c).putShort((short) 1).putShort((short) 1);
            response.putInt(0)
                    .putShort((short) 4)
                    .put(InetAddress.ofLiteral(address).getAddress());
        }
        return Arrays.copyOf(response.array(), response.position());
    }

    private String next(String name) {
        Iterator<String> of = answers.get(name);
        if (of != null && of.hasNext()) {
            last.put(name, of.next());
        }
        return last.get(name);
    }

    @Override
    public void close() {
        socket.close();
    }
}
