/**
 * The parts of the local stack that Posthorn does not write itself, started from artifacts that Maven brings: a
 * PostgreSQL server, an AMQP broker, a mail catcher.
 *
 * <p>This package owns how such a part is started, kept and stopped on one machine. It never knows what the services
 * store or send in it; the only thing shared with production is {@code deploy/artemis/broker.xml}.
 */
package dev.posthorn.local;
