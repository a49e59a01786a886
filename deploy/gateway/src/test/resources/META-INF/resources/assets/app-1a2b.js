console.log('portal');
