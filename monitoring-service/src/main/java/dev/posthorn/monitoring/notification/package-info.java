/**
 * Tells people of alerts by mail.
 *
 * <pre>
 * AlertChanged -> rows of notification, in the alert's transaction -> NotificationSender -> SMTP
 * </pre>
 *
 * <p>A mail is promised in the transaction that changes the alert, and sent afterwards, however long the mail server is
 * away. It is recorded as sent right after the server took it: only a crash in between sends it twice, and then with the
 * same Message-ID. This package never decides whether something is wrong.
 */
package dev.posthorn.monitoring.notification;
