package dev.posthorn.delivery.dispatch;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

/** Asks a test's name server for names below {@code rebind.test}; all others are resolved as ever. */
public final class TestNames extends InetAddressResolverProvider {

    static final String DOMAIN = ".rebind.test";

    /** The system property with the name server's port. */
    static final String PORT = "test.dns.port";

    /** Where a message says how many answers it has. */
    private static final int ANSWERS = 6;

    @Override
    public String name() {
        return "test names";
    }

    @Override
    public InetAddressResolver get(Configuration configuration) {
        InetAddressResolver usual = configuration.builtinResolver();
        return new InetAddressResolver() {

            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
                return host.endsWith(DOMAIN) ? Stream.of(ask(host)) : usual.lookupByName(host, policy);
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                return usual.lookupByAddress(address);
            }
        };
    }

    /** One question of the kind A (RFC 1035 §4.1), over UDP. Not by JNDI, which Quarkus turns off for the whole process. */
    private static InetAddress ask(String host) throws UnknownHostException {
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(5_000);
            byte[] query = query(host);
            var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.getInteger(PORT));
            socket.send(new DatagramPacket(query, query.length, server));
            var answer = new DatagramPacket(new byte[512], 512);
            socket.receive(answer);
            if (ByteBuffer.wrap(answer.getData()).getShort(ANSWERS) == 0) {
                throw new UnknownHostException(host);
            }
            // Its only record ends with the four octets of the address.
            byte[] octets = Arrays.copyOfRange(answer.getData(), answer.getLength() - 4, answer.getLength());
            return InetAddress.getByAddress(host, octets);
        } catch (IOException e) {
            throw new UnknownHostException(host + ": " + e.getMessage());
        }
    }

    private static byte[] query(String host) {
        ByteBuffer query = ByteBuffer.allocate(512);
        // Id, no recursion, one question.
        query.putShort((short) 7)
                .putShort((short) 0)
                .putShort((short) 1)
                .putInt(0)
                .putShort((short) 0);
        for (String label : host.split("\\.")) {
            query.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
        }
        query.put((byte) 0).putShort((short) 1).putShort((short) 1);
        return Arrays.copyOf(query.array(), query.position());
    }
}
