/** ejabberd with anonymous sign-in, one room service, and no shaping. */

export function ejabberdConfig(port: number): string {
  return `
hosts: [localhost]
loglevel: none
listen:
  - port: ${port}
    ip: "127.0.0.1"
    module: ejabberd_c2s
    max_stanza_size: 262144
    access: all
    shaper: none
auth_method: [anonymous]
anonymous_protocol: sasl_anon
allow_multiple_connections: true
disable_sasl_mechanisms: ["digest-md5"]
modules:
  mod_muc:
    access: all
    access_create: all
    access_admin: none
    max_users: 5000
    max_users_admin_threshold: 5000
    min_message_interval: 0
    user_message_shaper: none
    room_shaper: none
    history_size: 0
    default_room_options:
      max_users: 5000
      persistent: false
      logging: false
      presence_broadcast: []
`;
}
