package dev.posthorn.testkit;

import org.junit.jupiter.api.Test;

import java.net.Socket;
import java.sql.DriverManager;

import static org.assertj.core.api.Assertions.assertThat;

class LocalStackTest {

    @Test
    void startsAllThreeAndTellsWhereTheyAre() throws Exception {
        var stack = new LocalStack();
        try {
            // When
            var settings = stack.start();

            // Then
            try (var connection = DriverManager.getConnection(
                    settings.get("quarkus.datasource.jdbc.url"),
                    settings.get("quarkus.datasource.username"),
                    settings.get("quarkus.datasource.password"))) {
                assertThat(connection.isValid(1)).isTrue();
            }
            for (var port : new String[] {settings.get("amqp-port"), settings.get("quarkus.mailer.port")}) {
                try (var socket = new Socket("127.0.0.1", Integer.parseInt(port))) {
                    assertThat(socket.isConnected()).isTrue();
                }
            }
        } finally {
            stack.stop();
        }
    }
}
