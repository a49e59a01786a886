package dev.posthorn.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports that nobody listens on. Another process may take one before it is used; tests live with that. */
public final class FreePorts {

    private FreePorts() {}

    public static int one() throws IOException {
        return several(1).getFirst();
    }

    /** All are held until the last is found, so that they differ. */
    public static List<Integer> several(int count) throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }
}
