/** InspIRCd with everything off that slows a single busy client down. */

export function inspircdConfig(port: number, directory: string): string {
  return `
<server name="bench.localhost" description="bench" network="Bench" id="0BE">
<admin name="bench" nick="bench" email="bench@localhost">
<bind address="127.0.0.1" port="${port}" type="clients">
<path configdir="${directory}" datadir="${directory}" logdir="${directory}" runtimedir="${directory}">
<connect name="bench" allow="*" timeout="60" pingfreq="10m" hardsendq="64M" softsendq="32M" recvq="1M"
  threshold="1000000" commandrate="1000000000" fakelag="no" localmax="20000" globalmax="20000"
  limit="20000" maxconnwarn="no" resolvehostnames="no" useident="no" modes="">
<performance softlimit="20000" somaxconn="4096" clonesonconnect="false" quietbursts="yes">
<options prefixquit="" hostintopic="no" defaultmodes="n">
<dns enabled="no">
<log method="file" type="*" level="none" target="${directory}/log">
`;
}
