package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.credential.Credentials.MutualTls;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.SocketAddress;

import java.net.InetAddress;

/**
 * The HTTP clients, and the way that each request takes: to the address that was checked, directly or through the egress
 * proxy, while Host, SNI and the certificate's check keep to the name. Belongs to one event loop's thread.
 */
final class Clients {

    private final DispatchConfig config;
    private final ProxyOptions proxy;
    private final HttpClient plain;
    private final HttpClient tls;
    private final CertifiedClients certified;

    /** @param proxy null for none */
    Clients(Vertx vertx, DispatchConfig config, ProxyOptions proxy) {
        this.config = config;
        this.proxy = proxy;
        this.plain = vertx.createHttpClient(options(), pool());
        this.tls = vertx.createHttpClient(tlsOptions(), pool());
        this.certified = new CertifiedClients(
                vertx, certificate -> vertx.createHttpClient(tlsOptions().setKeyCertOptions(certificate), pool()));
    }

    /**
     * Lanes bound how many requests an endpoint gets; the pool must not be what makes them wait. It counts by address, which
     * endpoints of several tenants may share: a pool as small as a lane would let a slow endpoint hold up the others at the
     * same receiver.
     */
    private PoolOptions pool() {
        return new PoolOptions().setHttp1MaxSize(config.maxInFlight()).setHttp2MaxSize(2);
    }

    private HttpClientOptions options() {
        return new HttpClientOptions()
                .setKeepAlive(true)
                .setKeepAliveTimeout(30)
                .setHttp2KeepAliveTimeout(30)
                .setConnectTimeout(10_000)
                .setTcpNoDelay(true)
                .setVerifyHost(true)
                .setProxyOptions(proxy);
    }

    private HttpClientOptions tlsOptions() {
        return options().setSsl(true).setUseAlpn(true).setProtocolVersion(HttpVersion.HTTP_2);
    }

    HttpClient of(Target target) {
        return target.isTls() ? tls : plain;
    }

    /** One that shows a certificate. {@link CertifiedClients.Lent#giveBack} must follow. */
    CertifiedClients.Lent lend(MutualTls credentials) {
        return certified.lend(credentials);
    }

    /** A POST to the address that was checked. */
    RequestOptions post(Target target, InetAddress address) {
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(target.port(), address.getHostAddress()))
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.isTls())
                .setFollowRedirects(false)
                .setURI(target.resource());
        if (proxy != null && !target.isTls()) {
            // A proxy gets the whole URL of a plain request, and would resolve its host again: it gets the address.
            options.setHost(literal(address)).putHeader("Host", authority(target));
        }
        return options;
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        return text.contains(":") ? "[" + text + "]" : text;
    }

    private static String authority(Target target) {
        return target.port() == 80 ? target.host() : target.host() + ":" + target.port();
    }
}
