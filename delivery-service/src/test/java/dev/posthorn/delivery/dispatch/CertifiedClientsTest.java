package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.credential.Credentials.MutualTls;
import dev.posthorn.foundation.secret.Secret;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CertifiedClientsTest {

    private final Vertx vertx = Vertx.vertx();
    private final CertifiedClients clients = new CertifiedClients(vertx, certificate -> vertx.createHttpClient());

    @AfterEach
    void close() throws Exception {
        TestServers.close(vertx);
    }

    private static MutualTls credentials(int number) {
        return new MutualTls("certificate " + number, new Secret("key"));
    }

    @Test
    void oneCertificateHasOneClient() {
        assertThat(clients.lend(credentials(1)).client())
                .isSameAs(clients.lend(credentials(1)).client());
        assertThat(clients.lend(credentials(1)).client())
                .isNotSameAs(clients.lend(credentials(2)).client());
    }

    @Test
    void idleOnesMakeRoomAndThoseInUseStay() {
        // Given
        var used = clients.lend(credentials(0));
        for (int number = 1; number < CertifiedClients.MOST_IDLE; number++) {
            clients.lend(credentials(number)).giveBack();
        }

        // When
        for (int number = 0; number < 50; number++) {
            clients.lend(credentials(1000 + number)).giveBack();
        }

        // Then
        assertThat(clients.size()).isEqualTo(CertifiedClients.MOST_IDLE);
        assertThat(clients.lend(credentials(0)).client()).isSameAs(used.client());
    }
}
